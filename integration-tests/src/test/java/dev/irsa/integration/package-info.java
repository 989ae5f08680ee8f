/** Tests of both adapters together, and of the behaviour that users observe. */
@NullMarked
package dev.irsa.integration;

import org.jspecify.annotations.NullMarked;
