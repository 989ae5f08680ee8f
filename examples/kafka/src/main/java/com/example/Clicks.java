package com.example;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a click every second. How it logs in to MSK stands in kafka.properties. */
public final class Clicks {
  private static final Logger log = LoggerFactory.getLogger(Clicks.class);

  private Clicks() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Properties settings = new Properties();
    try (InputStream file = Clicks.class.getResourceAsStream("/kafka.properties")) {
      settings.load(file);
    }
    settings.put("bootstrap.servers", System.getenv("BOOTSTRAP_SERVERS"));
    try (Producer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (long number = 1; ; number++) {
        String click = "click " + number;
        RecordMetadata sent = producer.send(new ProducerRecord<>("clicks", click)).get();
        log.info("Sent {} to {}-{}", click, sent.topic(), sent.partition());
        Thread.sleep(1_000);
      }
    }
  }
}
