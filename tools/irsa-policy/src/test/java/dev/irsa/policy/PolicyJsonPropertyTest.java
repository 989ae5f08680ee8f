package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class PolicyJsonPropertyTest {
  @Property
  void anyTextIsParsedOrRejectedAsMalformed(
      @ForAll
          @Chars({'{', '}', '[', ']', '"', ':', ',', '\\', 'u', '0', '-', 'e', 't', 'n', ' ', '\n'})
          @StringLength(max = 12)
          String text) {
    try {
      PolicyJson.object("{" + text);
    } catch (MalformedPolicyException e) {
      assertTrue(e.path().startsWith("$"), e.path());
    }
  }

  @Property
  void outputOfAnotherLibraryIsParsed(@ForAll String name, @ForAll String value) {
    Map<String, Object> object = Map.of(name, Map.of("list", List.of(value, true)));

    PolicyElement parsed = PolicyJson.object(JSONObjectUtils.toJSONString(object));

    List<PolicyElement> list = parsed.required(name).required("list").oneOrMore();
    assertEquals(List.of(value, true), list.stream().map(PolicyElement::value).toList());
  }
}
