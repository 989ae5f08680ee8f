/** OpenRewrite recipes that replace the SDKs' own credentials providers. */
@NullMarked
package dev.irsa.rewrite;

import org.jspecify.annotations.NullMarked;
