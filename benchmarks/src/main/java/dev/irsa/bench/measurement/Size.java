package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.ClassPaths;
import dev.irsa.bench.run.Jars;
import dev.irsa.bench.run.Measurement;
import java.io.IOException;

/** Counts the jars and bytes that irsa-sdk-v2, and the SDK's sts, add to an application. */
public final class Size implements Measurement {

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    ClassPaths paths = bench.classPaths();
    Jars application = paths.peer("sdk-v2-auth");
    write(results, "irsa", paths.adapterV2(), application);
    write(results, "sdk", paths.peer("sdk-v2"), application);
  }

  /** Writes the size of the added jars, minus the application's versions of the same jars. */
  private static void write(ObjectNode results, String name, Jars added, Jars application) {
    results
        .withObject("/" + name)
        .put("jars", added.files().size() - added.alsoIn(application).files().size())
        .put("bytes", added.bytes() - application.alsoIn(added).bytes());
  }
}
