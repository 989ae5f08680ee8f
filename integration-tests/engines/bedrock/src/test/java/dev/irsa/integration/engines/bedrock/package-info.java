/** LangChain4j's clients of Amazon Bedrock. */
@NullMarked
package dev.irsa.integration.engines.bedrock;

import org.jspecify.annotations.NullMarked;
