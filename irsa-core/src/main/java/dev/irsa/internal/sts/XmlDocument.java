package dev.irsa.internal.sts;

import dev.irsa.internal.identity.MalformedResponseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of an XML response: the name of its root element, and the texts of its elements.
 * Names are matched without their namespace, because some implementations of STS do not use one.
 * Immutable.
 *
 * @param root the name of the root element
 * @param texts the trimmed texts by {@code parent/name}; the first one if there are several
 */
public record XmlDocument(String root, Map<String, String> texts) {

  private static final int MAX_DEPTH = 16;

  public XmlDocument {
    texts = Map.copyOf(texts);
  }

  /**
   * Returns the trimmed text of the first element with this parent and name, or null if there is
   * none.
   */
  public @Nullable String text(String parent, String name) {
    return texts.get(parent + "/" + name);
  }

  /**
   * Parses a document without a document type and with at most 16 levels of elements.
   *
   * @throws MalformedResponseException if the document is not well-formed or not supported
   */
  public static XmlDocument parse(byte[] bytes) throws MalformedResponseException {
    XmlDocument plain = FastXmlReader.read(bytes);
    return plain != null ? plain : StaxXmlReader.read(bytes);
  }

  /** Returns the names of the elements without their texts, which may be secret. */
  @Override
  public String toString() {
    return "XmlDocument[" + root + ", " + texts.keySet() + "]";
  }

  /** Collects the elements in the order of the document. Not thread-safe. */
  static final class Builder {
    private final List<String> path = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private String root = "";

    /** Starts an element. */
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

    /** Returns the buffer for the text of the current element. */
    public StringBuilder text() {
      return text;
    }

    /** Returns whether an element is open. */
    boolean isOpen() {
      return !path.isEmpty();
    }

    /** Returns whether the innermost open element has this name. */
    boolean isOpen(String name) {
      return !path.isEmpty() && path.get(path.size() - 1).equals(name);
    }

    /** Ends the innermost open element. */
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
