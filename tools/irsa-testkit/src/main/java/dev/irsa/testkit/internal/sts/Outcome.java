package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.Xml;
import dev.irsa.testkit.server.RequestRecord.Details;
import java.util.function.Consumer;

/**
 * The result of an action.
 *
 * @param result writes the content of the result element
 * @param details what the log records
 */
record Outcome(Consumer<Xml> result, Details details) {}
