package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Part;
import java.util.List;

/** Counts the jars and bytes of each alternative, from the resolved dependencies. */
public final class Footprint implements Part {

  private static final Jars NOTHING = new Jars(List.of());

  @Override
  public void measure(Bench bench, ObjectNode results) {
    ClassPaths paths = bench.classPaths();
    String newest = paths.newest();
    Jars auth = paths.peer(newest, "sdk-v2-auth");
    Jars v1 = paths.peer(newest, "sdk-v1-core");
    write(results, "what irsa-sdk-v2 adds to an application of SDK v2", paths.adapterV2(), auth);
    write(results, "irsa-core alone", paths.core(), NOTHING);
    write(
        results, "what irsa-sdk-v1-bridge adds to an application of SDK v1", paths.adapterV1(), v1);
    write(results, "SDK v2 auth, without any web identity", auth, NOTHING);
    write(
        results, "SDK v2 sts with its default HTTP clients", paths.peer(newest, "sdk-v2"), NOTHING);
    write(
        results,
        "SDK v2 sts with url-connection",
        paths.peer(newest, "sdk-v2-url-connection"),
        NOTHING);
    write(results, "SDK v1 core and sts", paths.peer(newest, "sdk-v1"), NOTHING);
    bench.say("class paths counted");
  }

  /**
   * Writes the size of what is added to an application, minus the application's versions of the
   * same jars.
   */
  private static void write(ObjectNode results, String name, Jars added, Jars application) {
    ObjectNode cell = results.withArray("cells").addObject();
    cell.put("name", name);
    cell.put("jars", added.files().size() - added.alsoIn(application).files().size());
    cell.put("bytes", added.bytes() - application.alsoIn(added).bytes());
    added.files().forEach(jar -> cell.withArray("files").add(jar.getFileName().toString()));
  }
}
