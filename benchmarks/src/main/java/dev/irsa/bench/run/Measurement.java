package dev.irsa.bench.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One part of a run. */
public interface Measurement {
  /**
   * Measures, and writes raw figures into the results.
   *
   * @throws IOException if a measured process cannot be run
   */
  void measure(Bench bench, ObjectNode results) throws IOException, InterruptedException;
}
