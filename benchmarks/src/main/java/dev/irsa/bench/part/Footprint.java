package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Part;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many jars and bytes each way brings, from the resolved dependencies. */
public final class Footprint implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) {
    ClassPaths paths = bench.classPaths();
    String newest = paths.newest();
    Map<String, Jars> rows = new LinkedHashMap<>();
    rows.put("what irsa-sdk-v2 adds to an application of SDK v2", paths.adapterV2());
    rows.put("irsa-core alone", paths.core());
    rows.put("what irsa-sdk-v1-bridge adds to an application of SDK v1", paths.adapterV1());
    Jars auth = paths.peer(newest, "sdk-v2-auth");
    rows.put("SDK v2 auth, without any web identity", auth);
    rows.put("SDK v2 sts with its default HTTP clients", paths.peer(newest, "sdk-v2"));
    rows.put("SDK v2 sts with url-connection", paths.peer(newest, "sdk-v2-url-connection"));
    rows.put("SDK v1 core and sts", paths.peer(newest, "sdk-v1"));
    rows.forEach(
        (name, jars) -> {
          ObjectNode cell = results.withArray("cells").addObject();
          cell.put("name", name);
          cell.put("jars", jars.files().size());
          cell.put("bytes", jars.bytes());
          jars.files().forEach(jar -> cell.withArray("files").add(jar.getFileName().toString()));
        });
    bench.say(rows.size() + " class paths counted");
  }
}
