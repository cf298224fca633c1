set(libraries "")
set(test_reads tests/smtp_server.py)
