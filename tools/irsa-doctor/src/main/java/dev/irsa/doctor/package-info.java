/**
 * Finds out from inside a pod why it does not get its role, and how to fix that. Start at {@link
 * dev.irsa.doctor.IrsaDoctor}.
 */
@NullMarked
package dev.irsa.doctor;

import org.jspecify.annotations.NullMarked;
