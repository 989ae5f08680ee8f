package dev.irsa.cli;

import dev.irsa.doctor.InvalidInputException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports why a command failed, in one message; with its option {@code --debug} also where. */
final class CommandFailures implements IExecutionExceptionHandler {
  private static final String DEBUG = "--debug";

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    err.println("irsa: " + Complaint.of(failure));
    if (command.getParseResult().hasMatchedOption(DEBUG)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return failure instanceof InvalidInputException ? ExitCodes.USAGE : ExitCodes.FAILED;
  }
}
