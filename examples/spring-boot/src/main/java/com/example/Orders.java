package com.example;

import io.awspring.cloud.sqs.annotation.SqsListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Takes orders from a queue, keeps them in a database, and leaves a receipt in a bucket. */
@Component
class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final JdbcClient database;
  private final S3Client s3;
  private final String bucket;

  Orders(JdbcClient database, S3Client s3, @Value("${bucket}") String bucket) {
    this.database = database;
    this.s3 = s3;
    this.bucket = bucket;
  }

  @SqsListener("${queue}")
  void take(Message<String> order) {
    String id = String.valueOf(order.getHeaders().getId());
    // The queue may deliver an order twice.
    database
        .sql("insert into orders values (?, ?) on conflict do nothing")
        .params(id, order.getPayload())
        .update();
    s3.putObject(
        request -> request.bucket(bucket).key("receipts/" + id),
        RequestBody.fromString(order.getPayload()));
    log.info(
        "Took the order \"{}\"; its receipt is s3://{}/receipts/{}",
        order.getPayload(),
        bucket,
        id);
  }
}
