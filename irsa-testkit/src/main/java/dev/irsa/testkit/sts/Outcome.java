package dev.irsa.testkit.sts;

import dev.irsa.testkit.server.Details;
import dev.irsa.testkit.server.Xml;
import java.util.function.Consumer;

/**
 * What an action has done.
 *
 * @param result writes the content of the result element
 * @param details what the log shall say
 */
record Outcome(Consumer<Xml> result, Details details) {}
