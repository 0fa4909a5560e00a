@rem Windows only: package.json says "exec node ..." so that on POSIX no shell stands between npm and Node.js,
@rem which would keep SIGTERM from it. cmd.exe has no exec; it finds this file and runs the rest of the line.
@%*
