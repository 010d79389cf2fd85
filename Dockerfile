# syntax=docker/dockerfile:1

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY db db
COPY src src
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -Pimage -Dmaven.test.skip -Dexec.skip package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home ledgerstone \
 && install -d -o ledgerstone -g ledgerstone /data
RUN --mount=type=bind,from=build,source=/src,target=/src \
    /src/src/image/lay-out /src/target/ledgerstone.jar /opt/ledgerstone
COPY src/image/is-healthy /opt/ledgerstone/is-healthy

USER ledgerstone
WORKDIR /data
VOLUME /data
ENV LEDGER_DATA_DIR=/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["/opt/ledgerstone/is-healthy"]
# ArchiveRelocationMode=0 puts the cache where it was laid out for, which saves a tenth of the start.
ENTRYPOINT ["java", "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-Dspring.aot.enabled=true", "-XX:AOTCache=/opt/ledgerstone/ledgerstone.aot", "-jar", "/opt/ledgerstone/ledgerstone.jar"]
