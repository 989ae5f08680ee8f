/** Both adapters beside each other, and the behaviour that users get. */
@NullMarked
package dev.irsa.integration;

import org.jspecify.annotations.NullMarked;
