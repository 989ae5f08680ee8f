/** The show {@code irsa lab}: its script, its evidence, the judgement over it, and its reports. */
@NullMarked
package dev.irsa.cli.lab;

import org.jspecify.annotations.NullMarked;
