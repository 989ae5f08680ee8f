package dev.irsa.exploration;

/** What can happen next in an explored world. */
enum Event {
  ASK("a caller asks for credentials"),
  ASK_LASTING("a caller asks for credentials that last a whole session"),
  REFRESH("a caller requests a refresh"),
  INVALIDATE("a caller reports that a service rejected the credentials"),
  LEAVE("the first waiting caller is interrupted"),
  CLOSE_WAITING("the handle of the first waiting caller is closed"),
  CLOSE_IDLE("a handle that nobody waits for is closed"),
  OPEN("a closed handle is opened again"),
  FORGET("`discardAll()` is called"),
  STATUS("`status()` is called"),
  SUCCESS("STS issues credentials"),
  UNCHANGED("the issuer returns the same credentials again"),
  OUTAGE("STS fails"),
  THROTTLED("STS throttles"),
  DENIED("STS denies access"),
  TOKEN("STS rejects the token as expired"),
  LATE("a response to an aborted call arrives"),
  ROTATE("kubelet replaces the token"),
  NEXT("time passes until something is due"),
  HALF("half of the time until something is due passes"),
  FAULT_LASTS("the fault lasts, and time passes"),
  FORWARD("the wall clock is set forward by 30 min"),
  BACK("the wall clock is set back by 30 min"),
  SLEEP("the machine sleeps for 30 min");

  private final String description;

  Event(String description) {
    this.description = description;
  }

  boolean isFault() {
    return this == OUTAGE || this == THROTTLED || this == DENIED || this == TOKEN;
  }

  /** Returns a description of half a sentence. */
  String description() {
    return description;
  }
}
