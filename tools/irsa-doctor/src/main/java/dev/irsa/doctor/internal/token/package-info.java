/** The web identity token: its file, its claims and its age. */
@NullMarked
package dev.irsa.doctor.internal.token;

import org.jspecify.annotations.NullMarked;
