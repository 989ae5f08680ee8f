@NullMarked
package dev.irsa.rewrite;

import org.jspecify.annotations.NullMarked;
