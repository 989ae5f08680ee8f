package dev.irsa.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports an invalid command line in one line: the command, what was found, and where to look. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + text(failure) + "; see " + name + " --help");
    err.flush();
    return ExitCodes.USAGE;
  }

  private static String text(ParameterException failure) {
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    return failure instanceof UnmatchedArgumentException unmatched
        ? message + suggestion(unmatched.getSuggestions())
        : message;
  }

  private static String suggestion(List<String> suggestions) {
    return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
  }
}
