package dev.irsa.integration.engines;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A test in a pod of its own. */
@Tag("engines")
public abstract class PodTest {

  protected PodInThisJvm pod;

  @BeforeEach
  final void start() {
    pod = PodInThisJvm.start();
  }

  @AfterEach
  final void close() {
    pod.close();
  }
}
