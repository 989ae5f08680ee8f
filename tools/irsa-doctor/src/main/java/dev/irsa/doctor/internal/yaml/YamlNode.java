package dev.irsa.doctor.internal.yaml;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import com.nimbusds.jose.util.JSONArrayUtils;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.policy.MalformedPolicyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A value in a document of YAML or JSON, with its place. Reading a member of an unexpected type
 * fails with the place, since the API server would refuse it. Immutable.
 */
public final class YamlNode {
  /** The most bytes of a file; charts that bring custom resource definitions print some. */
  public static final int MOST_BYTES = 32 << 20;

  /** Far more values than the longest document has without aliases. */
  private static final int MOST_VALUES = 20_000_000;

  private static final int MOST_ALIASES = 1_000;
  private static final int DEEPEST_MERGE = 10;

  /** The parser reads no deeper documents, so only an alias leads further. */
  private static final int DEEPEST_VALUE = 100;

  private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false");

  private final String file;
  private final String path;
  private final @Nullable Node node;
  private final @Nullable Mark mark;
  private final AtomicInteger values;
  private final boolean isStrict;

  private YamlNode(
      String file,
      String path,
      @Nullable Node node,
      @Nullable Mark mark,
      AtomicInteger values,
      boolean isStrict) {
    this.file = file;
    this.path = path;
    this.node = isNull(node) ? null : node;
    this.mark = mark;
    this.values = values;
    this.isStrict = isStrict;
  }

  private YamlNode child(String childPath, @Nullable Node child, @Nullable Mark at) {
    // With aliases a short text can expand to more values than can be read.
    if (values.incrementAndGet() > MOST_VALUES) {
      throw invalid("aliases repeat too many values");
    }
    return new YamlNode(file, childPath, child, at, values, isStrict);
  }

  private static boolean isNull(@Nullable Node node) {
    return node == null || Tag.NULL.equals(node.getTag());
  }

  /**
   * Reads the only document of a text in YAML or JSON. It is missing if the text is empty. Aliases
   * are refused, since a short text with aliases can expand to more than the heap holds. A member
   * that is there twice is refused when it is read.
   *
   * @param file in messages
   * @throws InvalidInputException if it is malformed; names line and column
   */
  public static YamlNode document(String file, String text) {
    List<YamlNode> documents = new ArrayList<>();
    read(file, text, true, documents::add);
    if (documents.size() > 1) {
      throw documents.get(1).invalid("expected one document, found another one");
    }
    return documents.isEmpty()
        ? new YamlNode(file, "", null, null, new AtomicInteger(), true)
        : documents.get(0);
  }

  /**
   * Reads the documents of a text one after the other, so that the reader can drop documents that
   * do not matter.
   *
   * @param file in messages
   * @throws InvalidInputException if it is malformed; names line and column
   */
  public static void forEach(String file, String text, Consumer<YamlNode> reader) {
    if (!read(file, text, false, reader)) {
      throw new InvalidInputException(file, "contains no objects", null);
    }
  }

  /** Reads the documents one after the other. Returns whether there is one. */
  private static boolean read(
      String file, String text, boolean isStrict, Consumer<YamlNode> reader) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    AtomicInteger values = new AtomicInteger();
    boolean isEmpty = true;
    WholeText whole = reader(file, text);
    ParserImpl parser =
        isStrict ? new ParserWithoutAliases(whole, options) : new ParserImpl(whole, options);
    Composer composer = new Composer(parser, new Resolver(), options);
    Supplier<@Nullable Node> nodes = () -> composer.checkNode() ? composer.getNode() : null;
    for (Node node = next(file, nodes); node != null; node = next(file, nodes)) {
      if (!isNull(node)) {
        isEmpty = false;
        reader.accept(new YamlNode(file, "", node, node.getStartMark(), values, isStrict));
      }
    }
    return !isEmpty;
  }

  private static final class ParserWithoutAliases extends ParserImpl {
    ParserWithoutAliases(WholeText text, LoaderOptions options) {
      super(text, options);
    }

    @Override
    public Event getEvent() {
      Event event = super.getEvent();
      if (event instanceof AliasEvent) {
        throw new ParserException(null, null, "aliases are not supported", event.getStartMark());
      }
      return event;
    }
  }

  private static WholeText reader(String file, String text) {
    int unprintable = WholeText.unprintable(text);
    if (unprintable >= 0) {
      throw new InvalidInputException(
          placeOf(file, text, unprintable), "a character that YAML does not allow", null);
    }
    // JSON may be indented by tabs, and contains none otherwise.
    return new WholeText(text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text);
  }

  private static <T> @Nullable T next(String file, Supplier<@Nullable T> parsed) {
    try {
      return parsed.get();
    } catch (MarkedYAMLException e) {
      Mark at = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      // An alias may be a password that begins with an asterisk.
      String problem = e.getProblem().replaceFirst("(undefined alias) .*", "$1");
      throw new InvalidInputException(place(file, at), plain(problem), e);
    } catch (RuntimeException e) {
      // Not only the parser's own exceptions: "\\x at the end of a text is a NumberFormatException.
      throw new InvalidInputException(file + ":1:1", "not readable: " + plain(e.getMessage()), e);
    }
  }

  private YamlNode nearest(String target) {
    List<YamlNode> children =
        node instanceof SequenceNode
            ? items()
            : node instanceof MappingNode ? List.copyOf(members().values()) : List.of();
    // Names may contain dots.
    return children.stream()
        .filter(
            child ->
                (target + ".").startsWith(child.path + ".") || target.startsWith(child.path + "["))
        .max(Comparator.comparingInt(child -> child.path.length()))
        .map(child -> child.nearest(target))
        .orElse(this);
  }

  private static String placeOf(String file, String text, int position) {
    String before = text.substring(0, position);
    int line = before.split("\n", -1).length;
    return file + ":" + line + ":" + (position - before.lastIndexOf('\n'));
  }

  private static String place(String file, @Nullable Mark mark) {
    return mark == null ? file : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** Returns file, line and column. */
  public String place() {
    return place(file, mark);
  }

  /** Returns whether the value is present and not null. */
  public boolean isPresent() {
    return node != null;
  }

  /** Returns a member of an object; missing if this is missing. */
  public YamlNode get(String name) {
    return members().getOrDefault(name, child(path(name), null, mark));
  }

  /** Requires that an object has only members of these names. */
  public void requireOnly(Collection<String> names) {
    members()
        .forEach(
            (name, member) -> {
              if (!names.contains(name)) {
                throw member.invalid("unknown member; known ones are " + String.join(", ", names));
              }
            });
  }

  /** Returns the member at the end of a path. */
  public YamlNode at(String... names) {
    YamlNode found = this;
    for (String name : names) {
      found = found.get(name);
    }
    return found;
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Returns the members of an object; empty if it is missing. */
  public Map<String, YamlNode> members() {
    return members(0);
  }

  /**
   * Returns the members, together with those that merge keys add.
   *
   * @param depth how many merge keys lead here
   */
  private Map<String, YamlNode> members(int depth) {
    Map<String, YamlNode> members = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    if (node != null) {
      for (NodeTuple member : expect(MappingNode.class, "an object").getValue()) {
        if (isStrict) {
          requireNew(member.getKeyNode(), names);
        }
        if (Tag.MERGE.equals(member.getKeyNode().getTag())) {
          child(path, member.getValueNode(), mark).merged(depth + 1).forEach(members::putIfAbsent);
        } else if (member.getKeyNode() instanceof ScalarNode key) {
          members.put(
              key.getValue(),
              child(path(key.getValue()), member.getValueNode(), key.getStartMark()));
        }
      }
    }
    return members;
  }

  /** Requires that a key is a string, and the first one of its name. */
  private void requireNew(Node key, Set<String> names) {
    if (!(key instanceof ScalarNode scalar)) {
      throw child(path, key, key.getStartMark())
          .invalid("expected a string as the name of a member");
    }
    String name = scalar.getValue();
    if (!names.add(name)) {
      throw child(path(name), key, key.getStartMark()).invalid("is there twice");
    }
  }

  /** Returns the members of the object, or of the list of objects, that a merge key names. */
  private Map<String, YamlNode> merged(int depth) {
    // An object can merge itself.
    if (depth > DEEPEST_MERGE) {
      throw invalid("merge keys are nested too deeply");
    }
    Map<String, YamlNode> merged = new LinkedHashMap<>();
    for (YamlNode each : node instanceof SequenceNode ? items() : List.of(this)) {
      each.members(depth).forEach(merged::putIfAbsent);
    }
    return merged;
  }

  /** Returns the items of a list; empty if it is missing. */
  public List<YamlNode> items() {
    List<YamlNode> items = new ArrayList<>();
    if (node != null) {
      for (Node item : expect(SequenceNode.class, "a list").getValue()) {
        String at = path + "[" + items.size() + "]";
        items.add(child(at, item, item.getStartMark()));
      }
    }
    return items;
  }

  /** Returns the text, or null if it is missing. */
  public @Nullable String text() {
    if (node == null) {
      return null;
    }
    ScalarNode scalar = expect(ScalarNode.class, "a string");
    if (!Tag.STR.equals(scalar.getTag())) {
      throw invalid("expected a string, found " + typeOf(scalar) + ": quote it");
    }
    return scalar.getValue();
  }

  /** Returns the type of a scalar in place of its text, which may be a password. */
  private static String typeOf(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    return Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)
        ? "a number"
        : Tag.BOOL.equals(tag) ? "a boolean" : Tag.NULL.equals(tag) ? "null" : "another type";
  }

  /** Returns a scalar of any type as it is written; empty if it is missing. */
  public String scalar() {
    return node == null ? "" : expect(ScalarNode.class, "a scalar").getValue();
  }

  /** Returns the whole number, or null if it is missing. */
  public @Nullable Integer integer() {
    Object value = value();
    if (value == null || value instanceof Integer) {
      return (Integer) value;
    }
    throw invalid("expected an integer");
  }

  /** Returns whether the value is true; false if it is missing. */
  public boolean isTrue() {
    Object value = value();
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw invalid("expected true or false");
  }

  /**
   * Returns the policy that the value is, as an object, or as JSON in a string.
   *
   * @param parser refuses what IAM would refuse
   */
  public <T> T policy(Function<String, T> parser) {
    String json = json();
    if (json == null) {
      throw invalid("expected a policy, found nothing");
    }
    try {
      return parser.apply(json);
    } catch (MalformedPolicyException e) {
      String message = String.valueOf(e.getMessage()).substring(e.path().length() + 2);
      throw invalid(e.path().replaceFirst("^\\$\\.?", ""), plain(message));
    }
  }

  /** Returns the JSON document that the value is, as an object or in a string; null for none. */
  public @Nullable String json() {
    Object value = value();
    if (!(value instanceof Map || value instanceof List)) {
      return value == null ? null : value.toString();
    }
    String list = JSONArrayUtils.toJSONString(List.of(value));
    return list.substring(1, list.length() - 1);
  }

  /** Returns the value as maps, lists, strings, numbers and booleans; null if it is missing. */
  public @Nullable Object value() {
    return value(0);
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST_VALUE) {
      throw invalid("contains itself");
    }
    if (node instanceof MappingNode) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      members().forEach((name, member) -> values.put(name, member.value(depth + 1)));
      return values;
    }
    if (node instanceof SequenceNode) {
      List<@Nullable Object> values = new ArrayList<>();
      items().forEach(item -> values.add(item.value(depth + 1)));
      return values;
    }
    return node == null ? null : scalar(node);
  }

  private Object scalar(Node scalar) {
    String text = scalar();
    if (Tag.BOOL.equals(scalar.getTag()) && BOOLEAN.matcher(text).matches()) {
      return Boolean.valueOf(text);
    }
    if (!Tag.INT.equals(scalar.getTag()) && !Tag.FLOAT.equals(scalar.getTag())) {
      return text; // also yes, no and the like, which are booleans for YAML 1.1 only
    }
    try {
      Object number = new Numbers().read(scalar);
      if (!(number instanceof Double real) || Double.isFinite(real)) {
        return number;
      }
    } catch (RuntimeException e) {
      // Reported below.
    }
    throw invalid("expected a number, found " + plain(text));
  }

  /** The parser's own conversion of numbers. */
  private static final class Numbers extends SafeConstructor {
    Numbers() {
      super(new LoaderOptions());
    }

    Object read(Node scalar) {
      return constructDocument(scalar);
    }
  }

  private <T extends Node> T expect(Class<T> type, String what) {
    if (!type.isInstance(node)) {
      throw invalid("expected " + what);
    }
    return type.cast(node);
  }

  /** Returns the error for this value. */
  public InvalidInputException invalid(String problem) {
    return invalid(place(), path, problem);
  }

  /** Returns the error for a value in this one, at a path such as {@code Statement[0].Effect}. */
  private InvalidInputException invalid(String inner, String problem) {
    String target = inner.isEmpty() ? path : path(inner);
    return invalid(nearest(target).place(), target, problem);
  }

  private static InvalidInputException invalid(String place, String path, String problem) {
    return new InvalidInputException(
        place + (path.isEmpty() ? "" : " " + plain(path)), problem, null);
  }
}
