/** The trust policy, evaluated for the pod's token. */
@NullMarked
package dev.irsa.doctor.internal.policy;

import org.jspecify.annotations.NullMarked;
