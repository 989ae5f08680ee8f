package dev.irsa.cli.internal.terminal;

/** The style of a text on a coloured terminal (ECMA-48, Select Graphic Rendition). */
public enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  BAD("31;1"),
  WARN("33"),
  NAME("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String paint(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
