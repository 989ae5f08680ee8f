package dev.irsa.doctor.internal.check;

/** Thrown if something is missing that a check needs, so that the check cannot judge. */
final class MissingEvidenceException extends RuntimeException {

  MissingEvidenceException(String why) {
    super(why);
  }

  /** Returns why it is missing. */
  String why() {
    return String.valueOf(getMessage());
  }
}
