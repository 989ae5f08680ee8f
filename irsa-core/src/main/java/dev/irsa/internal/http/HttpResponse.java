package dev.irsa.internal.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A complete HTTP response.
 *
 * @param status the HTTP status
 * @param contentType the content type, or null
 * @param requestId the request id in the header, or null
 * @param date the {@code Date} field, or null
 * @param roundTrip the time from sending the request to receiving the header
 * @param body the body; may contain secrets
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and used only by its call.
public record HttpResponse(
    int status,
    @Nullable String contentType,
    @Nullable String requestId,
    @Nullable String date,
    Duration roundTrip,
    byte[] body) {

  @Override
  public String toString() {
    return "HttpResponse[" + status + ", " + body.length + " bytes]";
  }
}
