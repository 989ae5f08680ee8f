/** Spring AI's clients of Amazon Bedrock. */
@NullMarked
package dev.irsa.integration.engines.springai;

import org.jspecify.annotations.NullMarked;
