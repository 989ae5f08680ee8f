package dev.irsa.sdk.v2;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Credentials in a response of any service, such as {@code AssumeRole} of STS or {@code
 * CreateSession} of S3. They are found by the names of the fields, without the service's module.
 *
 * @param expiration when they expire, or null if the response does not say
 */
record HandedOutCredentials(String accessKeyId, @Nullable Instant expiration) {

  /** Where a class of responses has credentials. Found with its first response. */
  private static final ClassValue<Fields> FIELDS =
      new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
          return new Fields();
        }
      };

  /** What is known of a class. Threads that find it at the same time find the same. */
  private static final class Fields {
    volatile boolean isKnown;

    /** The field with the credentials, or null if the class has none or is them. */
    volatile @Nullable SdkField<?> holder;

    volatile @Nullable SdkField<?> key;
    volatile @Nullable SdkField<?> expiration;
  }

  /** Returns the credentials in a response, or null. */
  static @Nullable HandedOutCredentials in(SdkPojo response) {
    Fields fields = FIELDS.get(response.getClass());
    if (!fields.isKnown) {
      find(response, fields);
    }
    SdkField<?> key = fields.key;
    if (key == null) {
      return null;
    }
    SdkField<?> holder = fields.holder;
    Object credentials = holder == null ? response : holder.getValueOrDefault(response);
    Object accessKeyId = credentials == null ? null : key.getValueOrDefault(credentials);
    return accessKeyId == null
        ? null
        : new HandedOutCredentials(
            accessKeyId.toString(), expiration(fields.expiration, credentials));
  }

  private static @Nullable Instant expiration(@Nullable SdkField<?> field, Object credentials) {
    Object value = field == null ? null : field.getValueOrDefault(credentials);
    return value instanceof Instant instant ? instant : null;
  }

  private static void find(SdkPojo response, Fields found) {
    findIn(response.sdkFields(), found);
    for (SdkField<?> field : response.sdkFields()) {
      Supplier<SdkPojo> nested = isNamedCredentials(field) ? field.constructor() : null;
      if (found.key == null && nested != null) {
        findIn(nested.get().sdkFields(), found);
        found.holder = found.key == null ? null : field;
      }
    }
    found.isKnown = true;
  }

  /**
   * Other fields are not looked into: that would load the types of all that a response may have.
   */
  private static boolean isNamedCredentials(SdkField<?> field) {
    return field.memberName().toLowerCase(Locale.ROOT).contains("credentials");
  }

  /** A key without a session token belongs to an IAM user, which is another identity. */
  private static void findIn(List<SdkField<?>> fields, Fields found) {
    if (named(fields, "SessionToken") != null) {
      found.key = named(fields, "AccessKeyId");
      found.expiration = named(fields, "Expiration");
    }
  }

  private static @Nullable SdkField<?> named(List<SdkField<?>> fields, String name) {
    for (SdkField<?> field : fields) {
      if (name.equalsIgnoreCase(field.memberName())) {
        return field;
      }
    }
    return null;
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "HandedOutCredentials";
  }
}
