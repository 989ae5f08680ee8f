package dev.irsa.cli.internal;

/** The exit codes of the command. */
public final class ExitCodes {

  /** The command succeeded. */
  public static final int OK = 0;

  /**
   * Credentials could not be obtained, a claim failed, or another error occurred; stderr has the
   * reason.
   */
  public static final int FAILED = 1;

  /** The command line is invalid. */
  public static final int USAGE = 2;

  private ExitCodes() {}
}
