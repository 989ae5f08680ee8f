package dev.irsa.simulation;

import org.junit.jupiter.api.Tag;

/** The same for the starts that docs/refresh.md shows: about half a minute. */
@Tag("deep")
class WholeOutageSweepTest extends OutageSweepTest {

  @Override
  OutageSweep sweep() {
    return OutageSweep.whole();
  }
}
