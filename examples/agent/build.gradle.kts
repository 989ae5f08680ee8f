plugins {
    java
}

repositories {
    mavenLocal { content { includeGroup("dev.irsa") } } // until irsa is in Maven Central
    mavenCentral()
}

tasks.compileJava { options.release = 17 }

val agent = configurations.create("agent")

dependencies {
    implementation(platform("software.amazon.awssdk:bom:2.59.1"))

    implementation("software.amazon.awssdk:s3")
    agent("dev.irsa:irsa-agent:0.1.0-SNAPSHOT") // beside the application, not inside
}

// What the Dockerfile copies, where it looks for it.
tasks.register<Copy>("image") {
    into("target")
    from(tasks.jar)
    into("lib") { from(configurations.runtimeClasspath) }
    from(agent) { rename { "irsa-agent.jar" } }
}
