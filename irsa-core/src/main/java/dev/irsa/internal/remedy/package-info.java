/** Every text that tells a user what to do about a failed exchange. */
@NullMarked
package dev.irsa.internal.remedy;

import org.jspecify.annotations.NullMarked;
