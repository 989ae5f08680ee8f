package dev.irsa.testkit.sts;

import dev.irsa.testkit.server.Details;
import dev.irsa.testkit.server.Xml;
import java.util.function.Consumer;

/**
 * The result of an action.
 *
 * @param result writes the content of the result element
 * @param details what the log records
 */
record Outcome(Consumer<Xml> result, Details details) {}
