/** Parses the XML documents of STS. */
@NullMarked
package dev.irsa.internal.xml;

import org.jspecify.annotations.NullMarked;
