package dev.irsa.integration.clients;

import java.util.List;

/** A table of a {@link MeasuredPage}, where {@code toString} is its name. */
interface MeasuredTable {

  /** Returns the first cells of the rows. */
  List<String> rows();
}
