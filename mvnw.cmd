@echo off
rem Runs Maven: the installed one when it is 3.8 or newer, else a pinned one from Apache's archive,
rem verified by its SHA-512 and cached under the user's home. Not tried on Windows yet.
setlocal
set "version=3.9.11"
set "sha512=03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076"
cd /d "%~dp0"
for /f "tokens=3,4 delims=. " %%a in ('mvn -v 2^>nul ^| findstr /c:"Apache Maven"') do (
  if %%a GTR 3 goto installed
  if %%a EQU 3 if %%b GEQ 8 goto installed
)
set "home=%USERPROFILE%\.m2\maidan\apache-maven-%version%"
if not exist "%home%\bin\mvn.cmd" (
  powershell -NoProfile -Command "$ErrorActionPreference='Stop'; $w=Join-Path $env:TEMP ([guid]::NewGuid()); mkdir $w | Out-Null; $z=Join-Path $w 'maven.zip'; Invoke-WebRequest -UseBasicParsing 'https://archive.apache.org/dist/maven/maven-3/%version%/binaries/apache-maven-%version%-bin.zip' -OutFile $z; if ((Get-FileHash $z -Algorithm SHA512).Hash -ne '%sha512%') { throw 'the Maven that came from the archive does not have the expected SHA-512; nothing was run.' }; Expand-Archive $z $w; mkdir -Force (Split-Path '%home%') | Out-Null; Move-Item (Join-Path $w 'apache-maven-%version%') '%home%'; Remove-Item -Recurse $w"
  if errorlevel 1 (
    echo mvnw: Maven 3.8 or newer is not installed, and a pinned one could not be fetched from Apache's archive. 1>&2
    exit /b 1
  )
)
call "%home%\bin\mvn.cmd" %*
exit /b %errorlevel%
:installed
call mvn %*
exit /b %errorlevel%
