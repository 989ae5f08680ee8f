package dev.irsa.lifecycle;

import java.util.Arrays;
import java.util.List;

/**
 * What the actors of a world do, each on a thread of its own. Written like {@code a.ask a.close |
 * b.ask b.close}: two actors, each with a handle of its own.
 *
 * @param text the operations: {@code ask}, {@code role1} and {@code role2} ask for credentials of
 *     the own role or another one, {@code chain} for a role that the own one assumes, {@code get},
 *     {@code get1} and {@code get2} also wait for them, {@code close} and {@code open} close a
 *     handle and replace it by a new one, {@code forget} discards all credentials, and {@code time}
 *     advances to the next planned task
 * @param answers the responses of STS, all of which are tried: {@code credentials}, {@code denied}
 *     and {@code never}
 * @param busy the number of exchanges of other identities that never end
 */
public record Program(String text, List<String> answers, int busy) {

  /** An operation on the handle of this name. */
  public record Operation(String handle, String name) {
    @Override
    public String toString() {
      return handle + "." + name;
    }
  }

  /**
   * Returns a program with an STS that returns credentials. At the end of the text may be the
   * number of exchanges of others, as in {@code ; busy 7}.
   */
  static Program of(String text) {
    String[] parts = text.split(" ; busy ", 2);
    int busy = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
    return new Program(parts[0], List.of("credentials"), busy);
  }

  /** Returns this program with every response of STS. */
  Program withEachAnswer() {
    return new Program(text, List.of("credentials", "denied", "never"), busy);
  }

  /** Returns the operations of each actor. */
  public List<List<Operation>> actors() {
    return Arrays.stream(text.split(" \\| ")).map(Program::operations).toList();
  }

  private static List<Operation> operations(String actor) {
    return Arrays.stream(actor.split(" "))
        .map(each -> each.split("\\."))
        .map(each -> new Operation(each[0], each[1]))
        .toList();
  }
}
