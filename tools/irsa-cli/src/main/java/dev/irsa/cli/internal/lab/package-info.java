/**
 * {@code irsa lab}: the demonstration and the scenarios, each with its steps, evidence, judgement
 * and reports.
 */
@NullMarked
package dev.irsa.cli.internal.lab;

import org.jspecify.annotations.NullMarked;
