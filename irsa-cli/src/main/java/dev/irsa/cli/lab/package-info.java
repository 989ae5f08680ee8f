/** The demonstration {@code irsa lab}: its scenario, evidence, judgement and reports. */
@NullMarked
package dev.irsa.cli.lab;

import org.jspecify.annotations.NullMarked;
