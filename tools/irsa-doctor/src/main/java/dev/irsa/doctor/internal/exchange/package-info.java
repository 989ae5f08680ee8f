/** STS: the exchange of the token, and calls that are signed with its result. */
@NullMarked
package dev.irsa.doctor.internal.exchange;

import org.jspecify.annotations.NullMarked;
