package dev.irsa.integration.clients;

/** A program that does nothing. */
final class EmptyMain {

  private EmptyMain() {}

  public static void main(String[] arguments) {}
}
