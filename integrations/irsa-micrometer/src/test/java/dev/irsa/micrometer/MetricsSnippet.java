package dev.irsa.micrometer;

import dev.irsa.IrsaCredentials;
import io.micrometer.core.instrument.MeterRegistry;

/** The code of the README. */
final class MetricsSnippet {

  private MetricsSnippet() {}

  static IrsaCredentials observed(MeterRegistry registry) {
    // tag::metrics[]
    IrsaMetrics metrics = new IrsaMetrics();
    metrics.bindTo(registry);
    IrsaCredentials irsa = IrsaCredentials.builder().addListener(metrics).build();
    metrics.watch(irsa, IrsaCredentials::status);
    // end::metrics[]
    return irsa;
  }
}
