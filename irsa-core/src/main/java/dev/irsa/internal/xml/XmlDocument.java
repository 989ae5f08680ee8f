package dev.irsa.internal.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XML answer: its root, and its texts by parent and element name. Names are matched without
 * their namespace, since other implementations of STS use none. Immutable.
 *
 * @param root the name of the root element
 * @param texts trimmed, by {@code parent/name}; of equal ones the first
 */
public record XmlDocument(String root, Map<String, String> texts) {

  private static final int MAX_DEPTH = 16;

  public XmlDocument {
    texts = Map.copyOf(texts);
  }

  /** Returns the trimmed text of the first such element, or null when there is none. */
  public @Nullable String text(String parent, String name) {
    return texts.get(parent + "/" + name);
  }

  /** Reads a document without document type, to a depth of 16. */
  public static XmlDocument parse(byte[] bytes) throws MalformedResponseException {
    XmlDocument plain = FastXmlReader.read(bytes);
    return plain != null ? plain : StaxXmlReader.read(bytes);
  }

  /** Names what was found and nothing of its texts, some of which are secret. */
  @Override
  public String toString() {
    return "XmlDocument[" + root + ", " + texts.keySet() + "]";
  }

  /** Collects what a reader finds, in the document's order. Not thread-safe. */
  static final class Builder {
    private final List<String> path = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private String root = "";

    /** An element begins. */
    void begin(String name) throws MalformedResponseException {
      if (path.size() == MAX_DEPTH) {
        throw new MalformedResponseException("it is nested deeper than 16 elements");
      }
      if (path.isEmpty()) {
        root = name;
      }
      path.add(name);
      text.setLength(0);
    }

    /** Returns where text of the present element goes. */
    public StringBuilder text() {
      return text;
    }

    /** Returns whether any element is open. */
    boolean isOpen() {
      return !path.isEmpty();
    }

    /** Returns whether this element is the one that is open. */
    boolean isOpen(String name) {
      return !path.isEmpty() && path.get(path.size() - 1).equals(name);
    }

    /** The element that is open ends. */
    void end() {
      int last = path.size() - 1;
      String name = path.remove(last);
      String parent = last == 0 ? "" : path.get(last - 1);
      texts.putIfAbsent(parent + "/" + name, text.toString().strip());
      text.setLength(0);
    }

    XmlDocument build() {
      return new XmlDocument(root, texts);
    }
  }
}
