# Two stages: what builds the wheels does not ship.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY connectors connectors
COPY rules rules
COPY sandbox sandbox
COPY scheduler scheduler
RUN python -m venv /opt/vigie \
 && /opt/vigie/bin/pip install --no-cache-dir -c constraints.txt '.[postgres]'

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/vigie vigie
COPY --from=build /opt/vigie /opt/vigie
ENV PATH=/opt/vigie/bin:$PATH PYTHONUNBUFFERED=1 CONTRACTS_DIR=/etc/vigie/contracts \
    DATABASE_URL=sqlite:////var/lib/vigie/vigie.db LOG_FORMAT=json
USER vigie
WORKDIR /var/lib/vigie
VOLUME ["/var/lib/vigie", "/etc/vigie/contracts"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health/ready', timeout=4)"]
CMD ["vigie", "serve", "--host", "0.0.0.0", "--port", "8080"]
