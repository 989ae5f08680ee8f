package dev.irsa.integration.promises;

/** The public doors of one product. */
public interface Doors {

  /** Through which of them somebody comes, with which client. */
  enum Kind {
    V1,
    V2,
    V2_ASYNC,
    CORE
  }

  Door open(Kind kind, HistorySettings settings);

  /** The chain that takes everything from the process. */
  Door chain(Kind kind);

  void discardAll();
}
