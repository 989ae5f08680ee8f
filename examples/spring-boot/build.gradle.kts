plugins {
    java
    id("org.springframework.boot") version "4.0.9"
}

repositories {
    mavenLocal { content { includeGroup("dev.irsa") } } // until irsa is in Maven Central
    mavenCentral()
}

tasks.compileJava { options.release = 17 }

dependencies {
    implementation(platform("org.springframework.boot:spring-boot-dependencies:4.0.9"))
    implementation(platform("dev.irsa:irsa-bom:0.1.0-SNAPSHOT"))
    implementation(platform("io.awspring.cloud:spring-cloud-aws-dependencies:4.0.2"))

    implementation("dev.irsa:irsa-spring-boot-starter")
    implementation("io.awspring.cloud:spring-cloud-aws-starter-parameter-store")
    implementation("io.awspring.cloud:spring-cloud-aws-starter-s3")
    implementation("io.awspring.cloud:spring-cloud-aws-starter-sqs")
    implementation("org.springframework.boot:spring-boot-starter-actuator")
    implementation("org.springframework.boot:spring-boot-starter-jdbc")
    implementation("org.springframework.boot:spring-boot-starter-webmvc")
    runtimeOnly("org.postgresql:postgresql")
}

tasks.bootJar { archiveFileName = "orders.jar" }
