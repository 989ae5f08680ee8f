/** What an examination says: its checks, or what it was given and cannot use. */
@NullMarked
package dev.irsa.doctor.report;

import org.jspecify.annotations.NullMarked;
