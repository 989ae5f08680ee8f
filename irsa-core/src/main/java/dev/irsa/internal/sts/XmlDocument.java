package dev.irsa.internal.sts;

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

  /** Returns the names of the elements without their texts, which may be secret. */
  @Override
  public String toString() {
    return "XmlDocument[" + root + ", " + texts.keySet() + "]";
  }
}
